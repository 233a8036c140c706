import type { Gpu } from '@ollama-dashboard/contracts'
import { isAtLeast } from '../../ollama/version.ts'

/** Of the Maxwell and Pascal generations: compute capability 5.0 to 6.2. Source: docs/gpu.mdx of Ollama 0.32. */
const beforeVolta =
  /\b(?:GTX (?:750|9\d0|10\d0)|GT 10\d0|MX[123][1-5]0|TITAN Xp?|NVS 810|GP100|K(?:2200|1200|620)M?|[MP]\d{1,4}M?)\b/

/**
 * The first driver whose CUDA a version of Ollama uses, where the driver that is there is older; null where it is new enough, or
 * where that is not known. Below it the card is left to Vulkan or not used. Since 0.30: `filterOldCUDADriver` in
 * discover/cuda_compat.go.
 * @param driver As the host tells it, such as `NVIDIA 535.183.01`.
 */
export function neededDriver(version: string | null, driver: string | null, gpus: readonly Gpu[]): number | null {
  const found = /^NVIDIA (\d{3})\./.exec(driver ?? '')
  if (!found || version === null || !isAtLeast(version, [0, 30, 0])) return null
  const major = Number(found[1])
  if (major < 550) return 550
  return major < 570 && gpus.some(({ name }) => beforeVolta.test(name.slice(0, 100))) ? 570 : null
}
