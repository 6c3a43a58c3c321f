import type { RunRecord } from '../../record/reader.ts';
import { buildModel } from './build-model.ts';
import { type Lead, toHtml } from './page.ts';
import type { PictureChoice } from './pictures.ts';

/**
 * Records as one HTML file.
 * @param lead what it says before anything else.
 * @throws UsageError where one run is given twice.
 */
export async function renderPage(records: readonly RunRecord[], pictures: PictureChoice, lead?: Lead): Promise<string> {
  return toHtml(records, await buildModel(records, pictures, lead?.pairs), lead);
}
