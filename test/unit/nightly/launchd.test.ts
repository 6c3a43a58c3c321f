import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { launchdPlist } from '../../../runner/nightly/launchd.ts';
import { oddJob } from './odd-job.ts';

/** Python's own reader of property lists, and the elements in their order with whether the DTD allows them there. */
const PARSE = `
import sys, json, plistlib, xml.etree.ElementTree as tree
data = sys.stdin.buffer.read()
VALUES = {'dict', 'array', 'string', 'integer', 'true', 'false', 'real', 'date', 'data'}
def check(element):
    tags = [child.tag for child in element]
    if element.tag == 'plist':
        assert element.attrib == {'version': '1.0'} and len(tags) == 1, tags
    elif element.tag == 'dict':
        assert len(tags) % 2 == 0 and all(tag == 'key' for tag in tags[::2]), tags
        keys = [child.text for child in element][::2]
        assert len(set(keys)) == len(keys), keys
        tags = tags[1::2]
    elif element.tag != 'array':
        assert not tags, element.tag
    assert all(tag in VALUES for tag in tags), tags
    for child in element:
        check(child)
check(tree.fromstring(data))
json.dump(plistlib.loads(data), sys.stdout)`;

function parse(plist: string): unknown {
  return JSON.parse(execFileSync('python3', ['-c', PARSE], { input: plist, encoding: 'utf8', stdio: 'pipe' }));
}

describe('the property list', () => {
  it('says just what the job is, whatever is in its paths', () => {
    expect(parse(launchdPlist(oddJob))).toEqual({
      Label: 'org.venus-suite.nightly',
      ProgramArguments: oddJob.command,
      WorkingDirectory: oddJob.folder,
      EnvironmentVariables: oddJob.env,
      StartCalendarInterval: { Hour: 2, Minute: 5 },
      StandardOutPath: oddJob.log,
      StandardErrorPath: oddJob.log,
      ProcessType: 'Interactive',
      ExitTimeOut: 60,
    });
  });

  it('would be found wrong by that check', () => {
    const plist = launchdPlist(oddJob);
    expect(() => parse(plist.replace('<key>Label</key>', ''))).toThrow();
    expect(() => parse(plist.replaceAll('integer', 'number'))).toThrow();
    expect(() => parse(plist.replace('&amp;', '&'))).toThrow();
  });

  it.each(['/a\u0001b', '/a\ud800b', '/a\uffffb'])('cannot be made of %j', (folder) => {
    expect(() => launchdPlist({ ...oddJob, folder })).toThrow(/a property list cannot/);
  });
});
