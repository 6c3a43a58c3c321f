import { generateKeyPairSync } from 'node:crypto';
import ssh2 from 'ssh2';

export interface RunKeys {
  /** The runner's key pair: OpenSSH's private key format, and the line for authorized_keys. */
  client: { privateKey: string; authorizedLine: string };
  /** The guest's, made before it boots: dropbear's private key file, and the public key as ssh sends it. */
  host: { dropbearFile: Buffer; publicKey: Buffer };
}

/** A string of the ssh wire format (RFC 4251, section 5): four bytes of length, then the bytes. */
function wireString(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function makeHostKey(): RunKeys['host'] {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  if (!d || !x) throw new Error('an ed25519 key without its two halves');
  const seed = Buffer.from(d, 'base64url');
  const publicHalf = Buffer.from(x, 'base64url');
  return {
    dropbearFile: Buffer.concat([wireString('ssh-ed25519'), wireString(Buffer.concat([seed, publicHalf]))]),
    publicKey: Buffer.concat([wireString('ssh-ed25519'), wireString(publicHalf)]),
  };
}

/** Fresh ed25519 keys for one guest: nobody else gets in, and no other machine can answer in its place. */
export function makeRunKeys(): RunKeys {
  const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment: 'venus-suite' });
  return { client: { privateKey: pair.private, authorizedLine: `${pair.public}\n` }, host: makeHostKey() };
}

/**
 * The public key in a line of known_hosts or of a .pub file, as ssh sends it; null where there is none.
 */
export function publicKeyOfLine(line: string): Buffer | null {
  const word = line.split(/\s+/).find((part) => part.startsWith('AAAA'));
  return word === undefined ? null : Buffer.from(word, 'base64');
}
