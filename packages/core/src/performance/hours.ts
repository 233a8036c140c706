import type { PerformanceRange } from '@ollama-dashboard/contracts'
import { timestamp } from '../kernel/clock.ts'

export const hourMs = 3_600_000
/** What is counted by hour is kept for 30 days. */
export const keptMs = 30 * 24 * hourMs

/** The hour of a time in milliseconds since the epoch, RFC 3339. */
export const hourOf = (ms: number): string => timestamp(Math.floor(ms / hourMs) * hourMs)

const hoursIn: Readonly<Record<PerformanceRange, number>> = { '24h': 24, '7d': 7 * 24, '30d': 30 * 24 }

/** The first hour of a range that ends with the current one. */
export const firstHourOf = (range: PerformanceRange, now: number): string => hourOf(now - (hoursIn[range] - 1) * hourMs)
