export type FaultKind =
  | 'refuse' // no connection: without path, model and count the port is closed altogether
  | 'reset' // the connection is reset once the request is read
  | 'hang' // no byte ever
  | 'garbage' // 200 with something that is not JSON
  | 'slow_headers' // the answer begins after 30 simulated seconds
  | 'error' // status 500 with text
  | 'error_line' // a stream whose third line is an error
  | 'truncate' // a stream without its end, a body without its second half
  | 'busy' // 503, the queue is full
  | 'stall' // a stream that falls silent after its second line, a body that never comes
  | 'reset_stream' // the connection is reset after a stream's second line
  | 'disk_full' // a pull finds no space for a layer
  | 'backwards' // the progress of a pull falls back once

export interface Fault {
  readonly kind: FaultKind
  /** The path it applies to; every path without one. */
  readonly path?: string
  /** The model as the request names it. */
  readonly model?: string
  /** How many requests it meets; all of them without one. */
  readonly count?: number
}

export interface Faults {
  add(fault: Fault): void
  clear(): void
}

export interface FaultBook extends Faults {
  /** The fault for this request, if there is one; it counts as met. */
  meet(path: string, model: string | undefined): FaultKind | undefined
}

/** `onChange` hears whether the port is to be closed. */
export function createFaultBook(onPortClosed: (closed: boolean) => void): FaultBook {
  let entries: { fault: Fault; left: number }[] = []
  return {
    add(fault) {
      entries.push({ fault, left: fault.count ?? Number.POSITIVE_INFINITY })
      if (
        fault.kind === 'refuse' &&
        fault.path === undefined &&
        fault.model === undefined &&
        fault.count === undefined
      ) {
        onPortClosed(true)
      }
    },
    clear() {
      entries = []
      onPortClosed(false)
    },
    meet(path, model) {
      const entry = entries.find(
        ({ fault, left }) =>
          left > 0 && (fault.path ?? path) === path && (fault.model === undefined || fault.model === model),
      )
      if (entry === undefined) return undefined
      entry.left -= 1
      return entry.fault.kind
    },
  }
}
