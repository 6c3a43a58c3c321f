import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { packageRoot } from '../../../runner/base/paths.ts';

/** The files that docs/ci.md shows, by the path in their first comment. */
function shownFiles(): Map<string, string> {
  const text = readFileSync(join(packageRoot, 'docs', 'ci.md'), 'utf8');
  const blocks = [...text.matchAll(/^```(?:yaml|sh)\n(.*?)^```$/gms)].map(([, block = '']) => block);
  return new Map(blocks.map((block) => [/^# (\S+)$/m.exec(block)?.[1] ?? '', block]));
}

const WORKFLOWS = ['venus-gate', 'venus-shards', 'venus-faults'].map((name) => `.github/workflows/${name}.yml`);

const files = shownFiles();
const file = (path: string): string => files.get(path) ?? '';

interface Step {
  uses?: string;
  run?: string;
}
interface Workflow {
  on: object;
  jobs: Record<string, { 'runs-on': unknown; needs?: string; steps: Step[] }>;
}
type GitLabJob = { stage: string; script: string[]; needs?: string[]; artifacts: { when: string } };

/** Strict: duplicate keys, tabs and ambiguous indentation are errors. */
function yaml(path: string): unknown {
  const document = parseDocument(file(path), { strict: true, uniqueKeys: true, version: '1.2' });
  expect([...document.errors, ...document.warnings]).toEqual([]);
  return document.toJS();
}

function gitlab(): { stages: string[]; jobs: [string, GitLabJob][] } {
  const { stages, ...jobs } = yaml('.gitlab-ci.yml') as { stages: string[] } & Record<string, unknown>;
  return { stages, jobs: Object.entries(jobs) as [string, GitLabJob][] };
}

/** All shell that the page shows, by where it stands; GitHub's own expressions are words to the shell. */
function scripts(): [string, string][] {
  return [
    ...WORKFLOWS.flatMap((path) =>
      Object.values((yaml(path) as Workflow).jobs).flatMap(({ steps }) =>
        steps.flatMap(({ run }): [string, string][] => (run ? [[path, run.replaceAll(/\$\{\{[^}]*\}\}/g, 'x')]] : [])),
      ),
    ),
    ...gitlab().jobs.flatMap(([name, { script }]) => script.map((line): [string, string] => [name, line])),
    ['.git/hooks/pre-push', file('.git/hooks/pre-push')],
    ['bisect-venus.sh', file('bisect-venus.sh')],
  ];
}

describe('the files that docs/ci.md shows', () => {
  it('are these', () => {
    expect([...files.keys()]).toEqual([...WORKFLOWS, '.gitlab-ci.yml', '.git/hooks/pre-push', 'bisect-venus.sh']);
  });

  it.each(WORKFLOWS)('%s is a workflow', (path) => {
    const { on, jobs } = yaml(path) as Workflow;
    expect(Object.keys(on)).toHaveLength(1);
    for (const job of Object.values(jobs)) {
      expect(job['runs-on']).toBeTruthy();
      if (job.needs) expect(Object.keys(jobs)).toContain(job.needs);
      for (const { uses, run } of job.steps) {
        expect([uses, run].filter(Boolean)).toHaveLength(1);
        if (uses) expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$/);
      }
    }
  });

  it('.gitlab-ci.yml is a pipeline', () => {
    const { stages, jobs } = gitlab();
    for (const [, { stage, script, needs = [] }] of jobs) {
      expect(stages).toContain(stage);
      expect(script.every((line) => typeof line === 'string')).toBe(true);
      for (const need of needs) expect(jobs.map(([name]) => name)).toContain(need);
    }
  });

  it('hold shell that a shell can read', async () => {
    for (const [where, script] of scripts()) {
      const { exitCode, stderr } = await execa('sh', ['-n'], { input: script, reject: false });
      expect([where, exitCode, stderr]).toEqual([where, 0, '']);
    }
  });

  it('call the command with options that it has', async () => {
    const help = new Map<string, string>();
    let seen = 0;
    for (const [where, script] of scripts()) {
      for (const [, command = '', rest = ''] of script
        .replaceAll('\\\n', ' ')
        .matchAll(/venus-suite(?:\.js")? ([a-z]+)(.*)/g)) {
        if (!help.has(command)) {
          const bin = join(packageRoot, 'bin', 'venus-suite.js');
          help.set(command, (await execa(process.execPath, [bin, command, '--help'])).stdout);
        }
        for (const [option] of rest.matchAll(/--[a-z-]+/g)) {
          seen += 1;
          expect([where, command, help.get(command)?.includes(`${option} `) ? 'known' : option]).toEqual([
            where,
            command,
            'known',
          ]);
        }
      }
    }
    expect(seen).toBeGreaterThan(15);
  }, 60_000);
});

describe('the scripts of docs/ci.md', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'venus-suite-ci-'));
    mkdirSync(join(root, 'suite', 'bin'), { recursive: true });
    mkdirSync(join(root, 'path'));
    executable('path/ninja', '#!/bin/sh\n[ ! -e broken ]\n');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function executable(path: string, text: string): string {
    writeFileSync(join(root, path), text);
    chmodSync(join(root, path), 0o755);
    return join(root, path);
  }

  const env = (): Record<string, string> => ({
    VENUS_SUITE: join(root, 'suite'),
    GOOD_RUN: 'runs/good',
    PATH: `${join(root, 'path')}:${process.env['PATH']}`,
  });

  it.each([
    [0, 0],
    [1, 1],
    [125, 0],
    [2, 2],
  ])('the hook: gate %i, push %i', async (gate, push) => {
    executable('suite/bin/venus-suite.js', `#!/bin/sh\nexit ${gate}\n`);
    const hook = executable('pre-push', file('.git/hooks/pre-push'));
    expect((await execa(hook, { cwd: root, env: env(), reject: false })).exitCode).toBe(push);
  });

  it('git bisect run finds the commit that the gate accuses, past those that cannot be built or told', async () => {
    // What the gate would say of a commit is in the file `gate` of it.
    executable('suite/bin/venus-suite.js', '#!/bin/sh\nexit "$(cat gate)"\n');
    const script = executable('bisect-venus.sh', file('bisect-venus.sh'));
    const repo = join(root, 'repo');
    mkdirSync(repo);
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: repo, encoding: 'utf8' });
    git('init', '-q');
    const commits = ['0', '0', '125', 'broken', '0', '1', '1', '125', '1', '1'].map((gate, i) => {
      rmSync(join(repo, 'broken'), { force: true });
      writeFileSync(join(repo, gate === 'broken' ? 'broken' : 'gate'), gate);
      writeFileSync(join(repo, 'number'), String(i));
      git('add', '-A');
      git('commit', '-q', '-m', `commit ${i}`);
      return git('rev-parse', 'HEAD').trim();
    });
    git('bisect', 'start', 'HEAD', commits[0] ?? '');
    const { stdout, exitCode } = await execa('git', ['bisect', 'run', script], {
      cwd: repo,
      env: env(),
      reject: false,
    });
    expect([stdout, exitCode]).toEqual([expect.stringContaining(`${commits[5]} is the first bad commit`), 0]);
  });

  it('git bisect run stops where the gate was called wrongly', async () => {
    executable('suite/bin/venus-suite.js', '#!/bin/sh\nexit 2\n');
    const script = executable('bisect-venus.sh', file('bisect-venus.sh'));
    expect((await execa(script, { cwd: root, env: env(), reject: false })).exitCode).toBe(255);
  });
});
