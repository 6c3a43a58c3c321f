// Most lines of a record tell of a case that simply passed. As the writer writes them they are one regular language, and
// a match checks all that the schema checks, at a quarter of the time; whatever does not match takes the schema's way.

/** A text without escapes. */
const TEXT = '"[^"\\\\\\u0000-\\u001f]*"';
/** No more digits than a finite number takes, so that none becomes infinite. */
const NUMBER = '-?(?:0|[1-9]\\d{0,15})(?:\\.\\d{1,20})?(?:e[+-]?\\d{1,2})?';
const COUNT = '(?:0|[1-9]\\d{0,14})';

const listOf = (item: string): string => `\\[(?:${item}(?:,${item})*)?\\]`;
const optional = (part: string): string => `(?:${part})?`;

const ATTEMPT = `\\{"outcome":"pass","message":"","durationMs":${NUMBER}\\}`;
const RESOURCES = `"resources":\\{"userMs":${NUMBER},"systemMs":${NUMBER},"maxRssKiB":${COUNT},"oomKills":${COUNT}\\},`;
const CHECK = `\\{"name":${TEXT},"ok":true${optional(`,"expected":${TEXT}`)}${optional(`,"actual":${TEXT}`)}${optional(`,"message":${TEXT}`)}\\}`;
const SUMMARY = `,"summary":\\{"n":${COUNT},"median":${NUMBER},"p95":${NUMBER}\\}`;
const METRIC = `\\{"name":${TEXT},"unit":${TEXT},"values":${listOf(NUMBER)}${optional(SUMMARY)}\\}`;
const SLICE = `\\{"log":${TEXT},"file":${TEXT},"start":${COUNT},"end":${COUNT}\\}`;

const PLAIN_PASS = new RegExp(
  `^\\{"type":"result","id":(${TEXT}),"outcome":"pass","verdict":"ok","message":"","attempts":\\[${ATTEMPT}\\],` +
    `"durationMs":${NUMBER},"processMs":(?:${NUMBER}|null),${optional(RESOURCES)}"exit":\\{"code":0,"signal":null\\},` +
    `"checks":${listOf(CHECK)},"metrics":(${listOf(METRIC)}),"files":\\[\\],"logs":${listOf(SLICE)},"excerpts":\\[\\]\\}$`,
);

/** A case that passed as expected, in one attempt, and left no file. */
export interface PlainPass {
  id: string;
  /** Its metrics, as JSON that follows the schema. */
  metrics: string;
}

/** What a line tells where it is that of a plain pass; null where it is any other, or none at all. */
export function plainPassOf(line: string): PlainPass | null {
  const found = PLAIN_PASS.exec(line);
  return found ? { id: found[1]?.slice(1, -1) ?? '', metrics: found[2] ?? '[]' } : null;
}
