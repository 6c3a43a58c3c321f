import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { describe, expect, it } from 'vitest';
import { makeRunKeys, publicKeyOfLine } from '../../../runner/guest/keys.ts';

describe('makeRunKeys', () => {
  it('makes a client key that ssh2 can use, and the line that lets it in', () => {
    const { client } = makeRunKeys();
    const parsed = ssh2.utils.parseKey(client.privateKey);
    if (parsed instanceof Error) throw parsed;
    expect(parsed.type).toBe('ssh-ed25519');
    expect(parsed.isPrivateKey()).toBe(true);
    expect(publicKeyOfLine(client.authorizedLine)).toEqual(parsed.getPublicSSH());
  });

  it("writes the host key as dropbear's private key file, whose last half is the public key", () => {
    const { host } = makeRunKeys();
    expect(host.dropbearFile.subarray(0, 15)).toEqual(Buffer.from('\0\0\0\x0bssh-ed25519'));
    expect(host.dropbearFile.readUInt32BE(15)).toBe(64);
    expect(host.dropbearFile).toHaveLength(4 + 11 + 4 + 64);
    expect(host.dropbearFile.subarray(-32)).toEqual(host.publicKey.subarray(-32));
    const line = `ssh-ed25519 ${host.publicKey.toString('base64')} comment`;
    expect(publicKeyOfLine(line)).toEqual(host.publicKey);
  });

  it('makes keys that can be read every time', () => {
    const keys = Array.from({ length: 300 }, () => ssh2.utils.parseKey(makeRunKeys().client.privateKey));
    expect(keys.filter((key) => key instanceof Error)).toEqual([]);
  });

  it('makes a key that OpenSSH itself reads', () => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    try {
      const { client } = makeRunKeys();
      writeFileSync(join(folder, 'id'), client.privateKey, { mode: 0o600 });
      const { status, stdout } = spawnSync('ssh-keygen', ['-y', '-f', join(folder, 'id')], { encoding: 'utf8' });
      expect(status).toBe(0);
      expect(publicKeyOfLine(stdout)).toEqual(publicKeyOfLine(client.authorizedLine));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('never makes the same key twice', () => {
    expect(makeRunKeys().host.publicKey).not.toEqual(makeRunKeys().host.publicKey);
  });
});

it('a line without a key has none', () => {
  expect(publicKeyOfLine('ssh-ed25519')).toBeNull();
});
