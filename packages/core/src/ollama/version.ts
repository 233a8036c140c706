/**
 * Whether a server is of a version or newer, which some write with a "v" before it. Built without a version Ollama says
 * 0.0.0, and is rather new then.
 */
export function isAtLeast(version: string, wanted: readonly [number, number, number]): boolean {
  const digits = version.replace(/^v/i, '')
  if (/^0\.0\.0\b/.test(digits)) return true
  const parts = digits.split(/[.+-]/).map(Number)
  const different = wanted.findIndex((part, index) => part !== (parts[index] ?? 0))
  return different === -1 || (parts[different] ?? 0) > (wanted[different] ?? 0)
}
