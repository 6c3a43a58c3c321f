import { generateKeyPairSync, randomBytes } from 'node:crypto';

export interface RunKeys {
  /** The runner's key pair: OpenSSH's private key format, and the line for authorized_keys. */
  client: { privateKey: string; authorizedLine: string };
  /** The guest's, made before it boots: dropbear's private key file, and the public key as ssh sends it. */
  host: { dropbearFile: Buffer; publicKey: Buffer };
}

const TYPE = 'ssh-ed25519';

/** A key as its two halves of 32 bytes. */
interface Ed25519 {
  seed: Buffer;
  publicHalf: Buffer;
}

function makeKey(): Ed25519 {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  if (!d || !x) throw new Error('an ed25519 key without its two halves');
  return { seed: Buffer.from(d, 'base64url'), publicHalf: Buffer.from(x, 'base64url') };
}

/** A string of the ssh wire format (RFC 4251, section 5): four bytes of length, then the bytes. */
function wireString(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function publicBlob({ publicHalf }: Ed25519): Buffer {
  return Buffer.concat([wireString(TYPE), wireString(publicHalf)]);
}

/**
 * OpenSSH's private key format (PROTOCOL.key), unencrypted. Written here since the generator of ssh2 gives, now and
 * then, a key that its own parser refuses.
 */
function opensshPrivateKey(key: Ed25519): string {
  const checkTwice = randomBytes(4);
  const section = Buffer.concat([
    checkTwice,
    checkTwice,
    publicBlob(key),
    wireString(Buffer.concat([key.seed, key.publicHalf])),
    wireString('venus-suite'),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (section.length % 8)) % 8 }, (_, index) => index + 1));
  const one = Buffer.from([0, 0, 0, 1]);
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[wireString('none'), wireString('none'), wireString('')],
    one,
    wireString(publicBlob(key)),
    wireString(Buffer.concat([section, padding])),
  ]);
  const lines = body.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
}

/** Fresh ed25519 keys for one guest: nobody else gets in, and no other machine can answer in its place. */
export function makeRunKeys(): RunKeys {
  const client = makeKey();
  const host = makeKey();
  return {
    client: {
      privateKey: opensshPrivateKey(client),
      authorizedLine: `${TYPE} ${publicBlob(client).toString('base64')} venus-suite\n`,
    },
    host: {
      dropbearFile: Buffer.concat([wireString(TYPE), wireString(Buffer.concat([host.seed, host.publicHalf]))]),
      publicKey: publicBlob(host),
    },
  };
}

/**
 * The public key in a line of known_hosts or of a .pub file, as ssh sends it; null where there is none.
 */
export function publicKeyOfLine(line: string): Buffer | null {
  const word = line.split(/\s+/).find((part) => part.startsWith('AAAA'));
  return word === undefined ? null : Buffer.from(word, 'base64');
}
