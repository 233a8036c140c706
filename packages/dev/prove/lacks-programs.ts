import { spawnSync } from 'node:child_process'

/** Whether this machine lacks programs that a proof needs, and says so. */
export function lacksPrograms(proof: string, names: readonly string[], version = '--version'): boolean {
  const missing = names.filter((name) => spawnSync(name, [version]).error)
  if (missing.length > 0)
    console.log(`${proof}: skipped, because ${missing.join(' and ')} cannot be found in the PATH.`)
  return missing.length > 0
}
