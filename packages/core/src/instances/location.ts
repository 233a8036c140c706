import { isLoopback } from '../ollama/ollama-address.ts'

/** Where a server runs: on this machine, on another, or as its address says. */
export const locations = ['auto', 'local', 'remote'] as const
export type Location = (typeof locations)[number]

export interface Located {
  readonly url: URL
  readonly location: Location
  /**
   * Whether it held more on GPUs than are seen here: behind a loopback address may be a tunnel to another machine, or
   * this is a container that was not given the GPU.
   */
  isElsewhere(): boolean
}

/** Whether a server runs on this machine, so that its memory, disk and service are those seen here. */
export function isLocal({ url, location, isElsewhere }: Located): boolean {
  if (location !== 'auto') return location === 'local'
  return isLoopback(url) && !isElsewhere()
}
