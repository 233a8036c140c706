import type { ServerSentEvent, ServiceLog, ServiceLogEvent } from '@ollama-dashboard/contracts'
import type { InstanceInput } from '../instances/instances.ts'
import { isLocal } from '../instances/location.ts'
import type { CallContext } from '../kernel/call-context.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { LogReader } from './log/log-reader.ts'
import { type LogSource, LogUnreadable } from './log/log-source.ts'
import type { Standing } from './service-status.ts'

export interface LogInput extends InstanceInput {
  /** 200 when absent. */
  readonly lines?: number | undefined
}

export interface ServiceLogs {
  /** The newest lines of Ollama's log. Throws `service_log_unavailable`. */
  logs(context: CallContext, input?: LogInput): Promise<ServiceLog>
  /** `source`, then `lines`: the newest, and each new one until the caller leaves. Throws `service_log_unavailable`. */
  followLogs(context: CallContext, input?: LogInput): AsyncIterable<ServerSentEvent<ServiceLogEvent>>
}

export interface ServiceLogsOptions {
  readonly look: (input: InstanceInput | undefined, signal: AbortSignal) => Promise<Standing>
  readonly read: LogReader
  readonly closing: AbortSignal
}

const defaultLines = 200

export function createServiceLogs({ look, read, closing }: ServiceLogsOptions): ServiceLogs {
  async function logOf(input: InstanceInput | undefined, signal: AbortSignal): Promise<LogSource> {
    const { managed, instance } = await look(input, signal)
    if (managed?.log) return managed.log
    if (instance.demo)
      throw logUnavailable('This Ollama is simulated, and writes no log.', 'The log is there as soon as a real one is.')
    throw isLocal(instance)
      ? logUnavailable(
          'Where this Ollama writes its log is not known.',
          'It is where the program that started Ollama shows its output.',
        )
      : logUnavailable('The log is on the machine of the server.', 'Read it there.')
  }

  return {
    async logs({ signal }, input) {
      const source = await logOf(input, signal)
      const { kind, name } = source
      const lines = await read.last(source, input?.lines ?? defaultLines, signal).catch(asUnavailable(source))
      return { source: { kind, name }, lines: [...lines] }
    },
    async *followLogs({ signal }, input) {
      const until = AbortSignal.any([signal, closing])
      const source = await logOf(input, until)
      yield { event: 'source', data: { kind: source.kind, name: source.name } }
      try {
        for await (const lines of read.follow(source, input?.lines ?? defaultLines, until))
          yield { event: 'lines', data: { lines: [...lines] } }
      } catch (error) {
        asUnavailable(source)(error)
      }
    },
  }
}

const logUnavailable = (message: string, hint: string, cause?: unknown): DashboardError =>
  new DashboardError('service_log_unavailable', message, { hint, cause })

const asUnavailable =
  ({ command }: LogSource) =>
  (error: unknown): never => {
    if (error instanceof LogUnreadable) throw logUnavailable(error.message, `Run: ${command}`, error)
    throw error
  }
