// A program in a process of its own, which ends when this one is told to end, and this one with it. Runs in Node 18 already.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** Runs it with this terminal and exits as it does: with its code, or 128 and the number of the signal that ended it. */
export function launch(program, args, options) {
  // A terminal, or whoever ends a group of processes, would reach both. The program does not wait for running answers if it
  // is told twice, so that it gets a group of its own, and every signal through this process.
  const detached = process.platform !== 'win32'
  const child = spawn(program, args, { stdio: 'inherit', detached, ...options })
  child.on('error', (error) => {
    console.error(`${program} could not be started: ${error.message}`)
    process.exit(127)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // On Windows there are no groups, and the terminal has told the program already.
      if (detached || signal !== 'SIGINT') child.kill(signal)
    })
  }
}
