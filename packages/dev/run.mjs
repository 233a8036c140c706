// Runs programs of the workspace from its root, with the pinned Node first on the path.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

// `import.meta.dirname` is not there before Node 20.11.
export const root = resolve(fileURLToPath(import.meta.url), '../../..')

const windows = process.platform === 'win32'

const pinned = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')
const neededNode = 24

/**
 * The pinned Node, once it is installed: the machine's own may be older than what the code needs. It is optional, because npm has
 * none for some systems, such as a Mac with a processor of Apple's; there the machine's own has to do, and is asked for.
 */
export function pinnedNode() {
  if (existsSync(pinned)) return pinned
  const { node } = process.versions
  if (Number.parseInt(node, 10) >= neededNode) return process.execPath
  console.error(
    `Node ${neededNode} is needed, this is Node ${node}, and npm has none for this system: install Node ${neededNode}.`,
  )
  process.exit(1)
}

const path = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter)

/** Resolves with the exit code. With `quiet`, what the program prints is shown only if it fails. */
export function run(command, args, { cwd = root, env = {}, quiet = false } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, PATH: path, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      // npm's commands are scripts on Windows, which only its shell can start. The words are all our own.
      shell: windows && !command.endsWith('.exe'),
    })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (printed += chunk))
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`)
      done(127)
    })
    child.on('close', (code) => {
      if (quiet && code !== 0) console.error(printed.trim())
      done(code ?? 1)
    })
  })
}

export async function runOrExit(command, args, options) {
  const code = await run(command, args, options)
  if (code !== 0) process.exit(code)
}
