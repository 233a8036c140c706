/** A share as a percentage with one decimal, never outside 0 to 100. */
export const percentOf = (part: number, whole: number): number => (whole > 0 ? clampPercent((part / whole) * 100) : 0)

export const clampPercent = (percent: number): number => Math.round(Math.min(100, Math.max(0, percent)) * 10) / 10
