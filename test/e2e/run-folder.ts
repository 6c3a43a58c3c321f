import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { RecordWriter } from '../../runner/record/writer.ts';
import { footerOf, headerOf, resultOf } from '../unit/record/lines.ts';

/** A folder with the record of a finished run of these ids. */
export function writeRun(folder: string, ...ids: string[]): string {
  mkdirSync(folder, { recursive: true });
  const writer = RecordWriter.create(folder);
  writer.append(headerOf(ids));
  for (const id of ids) writer.append(resultOf(id));
  writer.append(footerOf());
  writer.close();
  return join(folder, 'record.jsonl');
}
