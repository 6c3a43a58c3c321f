import { formatDuration } from '../base/text.ts';

/** Takes one line for the person; called only while something is being built, never on a warm start. */
export type Progress = (line: string) => void;

/** Tells phases of one long job, each with its number, and that it still goes on where a phase is long. */
export class Phases {
  private readonly title: string;
  private readonly count: number;
  private readonly progress: Progress;
  private readonly began = performance.now();
  private number = 0;
  private ticker: NodeJS.Timeout | undefined;

  constructor(title: string, count: number, progress: Progress) {
    this.title = title;
    this.count = count;
    this.progress = progress;
  }

  next(name: string): void {
    this.number += 1;
    clearInterval(this.ticker);
    const say = (suffix: string): void => {
      const percent = Math.round(((this.number - 1) / this.count) * 100);
      this.progress(`${this.title}: ${percent} % ${name}${suffix}`);
    };
    say('');
    this.ticker = setInterval(() => say(` (${formatDuration(performance.now() - this.began)} so far)`), 10_000);
    this.ticker.unref();
  }

  /** Ends the ticking; says so only where the job succeeded. */
  end(succeeded: boolean): void {
    clearInterval(this.ticker);
    if (succeeded) this.progress(`${this.title}: done in ${formatDuration(performance.now() - this.began)}`);
  }
}
