// A program in a process of its own, which ends when this one is told to end, and this one with it. Runs in Node 18 already.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** Runs it with this terminal and exits as it does: with its code, or 128 and the number of the signal that ended it. */
export function launch(program, args, options) {
  const child = spawn(program, args, { stdio: 'inherit', ...options })
  child.on('error', (error) => {
    console.error(`${program} could not be started: ${error.message}`)
    process.exit(127)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the program as well; sent twice it would not wait for running answers.
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child.kill(signal)
    })
  }
}
