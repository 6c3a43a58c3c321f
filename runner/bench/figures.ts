/** Megapixels a second. */
export interface ImageSpeed {
  ours: number;
  pixelmatch: number;
  /** Null where odiff is not installed. */
  odiff: number | null;
}

/** What `bench --json` prints; null stands for what was not asked for. docs/bench.md has the method of each. */
export interface Figures {
  bootRatio: number | null;
  caseOverheadMs: number | null;
  catalogueRatio: number | null;
  seedsWayRatio: number | null;
  jobs2Ratio: number | null;
  /** The guest CPUs (-smp) with which each number of jobs was quickest. */
  bestCpus: { jobs1: number; jobs2: number } | null;
  imageMpxPerSecond: ImageSpeed | null;
  /** `compare` of two records of a million results. */
  compareSeconds: number | null;
  /** Its memory at most; null also where the system does not tell it. */
  comparePeakMiB: number | null;
}

export const NO_FIGURES: Figures = {
  bootRatio: null,
  caseOverheadMs: null,
  catalogueRatio: null,
  seedsWayRatio: null,
  jobs2Ratio: null,
  bestCpus: null,
  imageMpxPerSecond: null,
  compareSeconds: null,
  comparePeakMiB: null,
};
