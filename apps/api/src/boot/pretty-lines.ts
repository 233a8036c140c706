import { prettyFactory } from 'pino-pretty'

/** Whatever acts on a terminal in place of being shown on it. */
const controls = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
const controlsButBreaks = /(?![\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Returns what turns a JSON line of the log into one for a person, in colours or without. */
export function createPrettyLines({ colorize }: { readonly colorize: boolean }): (line: string) => string {
  const pretty = prettyFactory({
    colorize,
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
    // The time and what happened come first; these are for machines that put lines together.
    ignore: 'span_id,request_id',
  })
  return (line) => pretty(JSON.parse(line, harmless))
}

/** JSON escapes what a person would have had on the terminal: messages repeat words of servers. A stack has its lines. */
function harmless(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  return value.replace(name === 'stack' ? controlsButBreaks : controls, '\ufffd')
}
