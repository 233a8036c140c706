import type { AlertRule, Comparison, RuleMetric, RuleState } from '@ollama-dashboard/contracts'
import { formatCount, formatMemory, formatMs } from '../../../lib/format.ts'
import type { StatusKind } from '../../../ui/status.tsx'

interface MetricWords {
  readonly name: string
  /** What stands after a value of it: "%"; empty for a count. */
  readonly unit: string
}

/** What a rule can watch, in the order of the choice. */
export const metricWords: Readonly<Record<RuleMetric, MetricWords>> = {
  cpu_percent: { name: 'CPU load', unit: '%' },
  memory_percent: { name: 'RAM in use', unit: '%' },
  vram_percent: { name: 'VRAM in use', unit: '%' },
  disk_percent: { name: 'Model storage in use', unit: '%' },
  gpu_utilization_percent: { name: 'GPU load', unit: '%' },
  gpu_temperature_celsius: { name: 'GPU temperature', unit: '°C' },
  gpu_power_watts: { name: 'GPU power', unit: 'W' },
  models_loaded: { name: 'Models loaded', unit: '' },
  requests_per_minute: { name: 'Requests per minute', unit: '' },
  request_error_percent: { name: 'Failed requests', unit: '%' },
  tokens_per_second: { name: 'Throughput', unit: 'tokens/s' },
  time_to_first_token_seconds: { name: 'Time to first token', unit: 's' },
}

export const comparisonWords: Readonly<Record<Comparison, string>> = { above: 'above', below: 'below' }
const signs: Readonly<Record<Comparison, string>> = { above: '>', below: '<' }
/** Of what is counted, the threshold itself fires. */
const countedSign = '≥'

const units: Readonly<Record<string, string>> = {
  percent: '%',
  seconds: 's',
  celsius: '°C',
  watts: 'W',
  tokens: 'tokens',
  tokens_per_second: 'tokens/s',
  count: '',
}

type Measured = Pick<AlertRule, 'metric' | 'unit'>

/** What stands after a value of a rule, "%"; empty for a count. */
export const unitOf = ({ metric, unit }: Measured): string =>
  metric === null ? (units[unit ?? ''] ?? unit ?? '') : metricWords[metric].unit

/** "95 %", "3.8 s", "71 °C", "3" */
export function valueWords(value: number, of: Measured): string {
  const unit = unitOf(of)
  if (unit === 's') return value === 0 ? '0 s' : formatMs(value * 1000)
  if (of.unit === 'bytes') return formatMemory(value)
  const digits = unit === '%' || Math.abs(value) >= 100 ? 0 : 1
  const text = value.toLocaleString('en', { maximumFractionDigits: digits })
  return unit === '' ? text : `${text} ${unit}`
}

/** Exactly what is set, which has to be read back as it was typed: "95 %", "0.5 s". */
const setWords = (value: number, of: Measured): string => {
  const unit = unitOf(of)
  const text = value.toLocaleString('en', { maximumFractionDigits: 6 })
  return unit === '' ? text : `${text} ${unit}`
}

/** Whole seconds as people say them: "30 s", "5 min", "1 h", "90 s". */
export function holdWords(seconds: number): string {
  if (seconds === 0) return 'at once'
  if (seconds % 3600 === 0) return `${formatCount(seconds / 3600)} h`
  return seconds % 60 === 0 ? `${formatCount(seconds / 60)} min` : `${formatCount(seconds)} s`
}

type Limits = Pick<AlertRule, 'metric' | 'unit' | 'comparison' | 'threshold' | 'for_seconds' | 'window_seconds'>

/** "> 95 % for 5 min", "≥ 3 over 1 min", "< 70 % over 10 min", "for 30 s", "any in 1 h", "any" */
export function limitWords(rule: Limits): string {
  const { comparison, threshold, for_seconds, window_seconds } = rule
  const hold = [
    window_seconds === null ? null : `${threshold === null ? 'any in' : 'over'} ${holdWords(window_seconds)}`,
    for_seconds === 0 ? null : `for ${holdWords(for_seconds)}`,
  ].filter((part) => part !== null)
  const limit =
    threshold === null ? null : `${comparison === null ? countedSign : signs[comparison]} ${setWords(threshold, rule)}`
  return [...(limit === null ? [] : [limit]), ...hold].join(' ') || 'any'
}

/** What it is now: "61 %", "3 in 1 h", "None" of what fires at any; a dash where that is not known. */
export function nowWords(rule: AlertRule): string {
  const { value, threshold, window_seconds } = rule
  if (value === null) return '—'
  if (value === 0 && threshold === null) return 'None'
  const isCount = unitOf(rule) === '' && window_seconds !== null
  return isCount ? `${formatCount(value)} in ${holdWords(window_seconds)}` : valueWords(value, rule)
}

interface StateWords {
  readonly word: string
  readonly status: StatusKind
  readonly meaning: string
}

const states: Readonly<Record<RuleState, StateWords>> = {
  quiet: { word: 'Quiet', status: 'ok', meaning: 'What it watches is fine' },
  pending: { word: 'Pending', status: 'working', meaning: 'Its condition holds, but not for long enough yet' },
  firing: { word: 'Firing', status: 'attention', meaning: 'Its condition holds' },
  off: { word: 'Off', status: 'off', meaning: 'It is turned off' },
  unknown: { word: 'No data', status: 'off', meaning: 'What it watches is not measured here' },
}

export function stateWords({ state, severity }: Pick<AlertRule, 'state' | 'severity'>): StateWords {
  const words = states[state]
  return state === 'firing' && severity === 'critical' ? { ...words, status: 'broken' } : words
}

/** Whether a built-in rule is other than it comes. */
export const isChanged = ({ defaults, threshold, for_seconds, severity, enabled }: AlertRule): boolean =>
  defaults !== null &&
  (defaults.threshold !== threshold ||
    defaults.for_seconds !== for_seconds ||
    defaults.severity !== severity ||
    defaults.enabled !== enabled)
