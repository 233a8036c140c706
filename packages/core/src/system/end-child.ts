import type { ChildProcess } from 'node:child_process'

/**
 * Sends a signal to a process that was started. One that could not be has no number yet, and until its `error` event Node
 * would send the signal to whatever its memory held: to 0 and -1 among others, this process's own group and all processes.
 * Seen with Node 24.21, libuv 1.52.
 */
export function endChild(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid !== undefined) child.kill(signal)
}
