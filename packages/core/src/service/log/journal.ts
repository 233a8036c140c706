import { on } from 'node:events'
import { endChild } from '../../system/end-child.ts'
import type { ServiceHost } from '../service-host.ts'
import { createLineSplitter } from './line-splitter.ts'
import { type LogSource, LogUnreadable, type RawLine } from './log-source.ts'

const readLimitMs = 10_000
/** An entry of JSON has some 300 bytes beside its message. */
const maxBytes = 16 * 1024 * 1024

/** What systemd keeps of the output of a unit. */
export function journal(host: ServiceHost, unit: string, scope: 'system' | 'user'): LogSource {
  const ofUnit = scope === 'user' ? `--user-unit=${unit}` : `--unit=${unit}`
  const args = [ofUnit, '--output=json', '--output-fields=MESSAGE', '--no-pager', '--quiet']
  const command = scope === 'user' ? `journalctl --user -u ${unit} -e` : `sudo journalctl -u ${unit} -e`

  async function* followed(lines: number, signal: AbortSignal): AsyncGenerator<readonly RawLine[]> {
    const child = host.spawn({
      program: 'journalctl',
      args: [...args, `--lines=${lines}`, '--follow'],
      env: host.environment,
    })
    const ended = new AbortController()
    child.once('error', () => ended.abort())
    child.once('close', () => ended.abort())
    const splitter = createLineSplitter()
    try {
      const output = child.stdout
      if (!output) return
      for await (const [chunk] of on(output, 'data', { signal: AbortSignal.any([signal, ended.signal]) })) {
        yield splitter.push(chunk as Buffer).flatMap(lineOf)
      }
    } catch (error) {
      // The caller left, or journalctl ended: there is nothing more to come.
      if (!signal.aborted && !ended.signal.aborted) throw error
    } finally {
      endChild(child, 'SIGTERM')
    }
  }

  return {
    kind: 'journal',
    name: unit,
    command,
    async *read({ lines, follow, signal }) {
      const read = await kept(follow ? 1 : lines, signal)
      // Whoever may not read the journal of the system is shown an empty one, without an error.
      if (read.length === 0) throw new LogUnreadable('The journal has no entries that this user may read.')
      if (follow) yield* followed(lines, signal)
      else yield read
    },
  }

  async function kept(lines: number, signal: AbortSignal): Promise<readonly RawLine[]> {
    const limits = { signal, timeoutMs: readLimitMs, maxBytes }
    const { outcome, exitCode, stdout } = await host.run('journalctl', [...args, `--lines=${lines}`], limits)
    if (outcome !== 'exited' || exitCode !== 0) throw new LogUnreadable('journalctl could not read the journal.')
    return stdout.split('\n').flatMap(lineOf)
  }
}

/** `MESSAGE` is a list of bytes where it is no text, and null where it is too long. Source: systemd, "Journal JSON Format". */
function lineOf(json: string): RawLine[] {
  try {
    const { MESSAGE, __REALTIME_TIMESTAMP } = JSON.parse(json) as Record<string, unknown>
    const text = Array.isArray(MESSAGE) ? Buffer.from(MESSAGE).toString('utf8') : MESSAGE
    if (typeof text !== 'string') return []
    const microseconds = Number(__REALTIME_TIMESTAMP)
    return [{ text, at: microseconds > 0 ? Math.floor(microseconds / 1000) : null }]
  } catch {
    return []
  }
}
