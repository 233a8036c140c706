const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** Bytes as `ollama list` prints them: decimal units, and one decimal below ten unless it is whole. Source: format/bytes.go of Ollama. */
export function formatSize(bytes: number | null): string | null {
  if (bytes === null) return null
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 10 && !Number.isInteger(value) ? value.toFixed(1) : Math.trunc(value)} ${units[unit]}`
}
