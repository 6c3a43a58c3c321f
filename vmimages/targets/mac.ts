// Never run on a Mac so far: written after what people report of QEMU with Venus over MoltenVK on Apple Silicon.
// QEMU, virglrenderer and MoltenVK are the person's own builds, found on the PATH or named in venus-suite.config.ts.
import type { VmTarget } from '../../runner/plan/target.ts';
import { tcgArm64With16k } from './tcg-arm64.ts';

const macHost = {
  platforms: ['darwin'],
  hostStack: 'system',
  /** QEMU on macOS gets its GL context from ANGLE, which offers OpenGL ES only. A login session is needed for it. */
  display: 'cocoa,gl=es',
  hostEnv: {
    /** Errors and warnings; the first `[mvk-error]` line is most often the real cause of what the guest sees. */
    MVK_CONFIG_LOG_LEVEL: '2',
  },
} satisfies Partial<VmTarget>;

export const hvfArm64With16k: VmTarget = {
  ...tcgArm64With16k,
  ...macHost,
  name: 'hvf-arm64-16k',
  title: 'arm64 guest with 16 KiB pages under HVF, on MoltenVK',
  accel: 'hvf',
  cpu: 'host',
  timeScale: 1,
  inherits: ['tcg-arm64-16k-mac', 'tcg-arm64-16k'],
};

/** HVF maps only what is aligned to the host's 16 KiB pages: this target shows what goes wrong otherwise. */
export const hvfArm64With4k: VmTarget = {
  ...hvfArm64With16k,
  name: 'hvf-arm64-4k',
  title: 'arm64 guest with 4 KiB pages under HVF, on MoltenVK',
  image: { kind: 'built', release: 'forky', kernel: 'arm64' },
  inherits: ['hvf-arm64-16k', 'tcg-arm64-4k', 'tcg-arm64-16k'],
};

/** Against hvf-arm64-16k it tells a defect of the accelerator from one of MoltenVK. */
export const tcgArm64With16kOnMac: VmTarget = {
  ...tcgArm64With16k,
  ...macHost,
  name: 'tcg-arm64-16k-mac',
  title: 'arm64 guest with 16 KiB pages, emulated, on MoltenVK',
  inherits: ['tcg-arm64-16k'],
};
