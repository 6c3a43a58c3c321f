import { type ComparisonView, sectionText } from '../comparison/terminal.ts';
import { styleFor } from '../style.ts';
import { type GateReport, gateLine, gateSections } from './sections.ts';

const ROWS = 30;

/** A gate for a terminal; the decision comes last, where a person looks. */
export function gateText(report: GateReport, view: ComparisonView): string {
  const style = styleFor(view.color);
  const sections = gateSections(report, ROWS).flatMap((section) => [...sectionText(section, view), '']);
  const decision = `GATE ${gateLine(report)}`;
  return [...sections, report.gate.exit === 0 ? style.green(decision) : style.red(decision)].join('\n');
}
