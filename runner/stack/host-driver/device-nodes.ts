/** Device nodes that the vendor's kernel driver makes, as paths below /dev; those that were not named here draw through DRM. */
const NODES: Readonly<Record<string, RegExp>> = {
  nvidia: /^nvidia(\d+|ctl|-uvm|-uvm-tools|-modeset)$/,
  dzn: /^dxg$/,
};
const RENDER_NODE = /^dri\/renderD\d+$/;
/** One of these must be there, or no device can be opened. */
const NEEDED: Readonly<Record<string, RegExp>> = { nvidia: /^nvidia\d+$/, dzn: /^dxg$/ };
/** Mesa's drivers of GPUs: they need a render node. Of others nothing is known. */
const OF_MESA = /^(radeon|intel|intel_hasvk|nouveau|asahi|freedreno|broadcom|panfrost|powervr_mesa)$/;

/** The nodes of a vendor's GPUs. @param present names below /dev, such as `nvidia0` and `dri/renderD128`. */
export function deviceNodesOf(vendor: string, present: readonly string[]): string[] {
  const own = NODES[vendor] ?? RENDER_NODE;
  return present.filter((name) => own.test(name)).map((name) => `/dev/${name}`);
}

/** What is missing for any device of a vendor to be opened; null where nothing is, or nobody knows. */
export function missingNode(vendor: string, present: readonly string[]): string | null {
  const needed = NEEDED[vendor] ?? (OF_MESA.test(vendor) ? RENDER_NODE : null);
  if (needed === null || present.some((name) => needed.test(name))) return null;
  const shown = vendor === 'nvidia' ? '/dev/nvidia0' : vendor === 'dzn' ? '/dev/dxg' : '/dev/dri/renderD128';
  return `there is no ${shown} or its like: the GPU, or its kernel driver, is not there`;
}
