/** Variables that hold a comma-separated list of flags, so that a variant adds to them. */
const FLAG_LISTS = new Set(['VN_PERF', 'VN_DEBUG', 'VKR_DEBUG', 'MESA_VK_WSI_DEBUG']);

/** Merges environments from left to right; flag lists are joined by comma instead of replaced. */
export function mergeEnv(...parts: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const part of parts) {
    for (const [key, value] of Object.entries(part)) {
      const before = merged[key];
      merged[key] = before && FLAG_LISTS.has(key) ? `${before},${value}` : value;
    }
  }
  return merged;
}
