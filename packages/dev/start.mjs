// `npm start`: installs, builds and runs the dashboard. Needs only Node 20 and npm.
import { spawn } from 'node:child_process'
import { build } from './build.mjs'
import { install } from './install.mjs'
import { nodeEnv, nodeFlags } from './node-flags.mjs'
import { pinnedNode, root } from './run.mjs'

await install()
await build()

const program = [...nodeFlags, 'apps/api/dist/main.js']
const server = spawn(pinnedNode, program, { cwd: root, stdio: 'inherit', env: { ...nodeEnv, ...process.env } })
server.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // A terminal sends Ctrl-C to the server as well; sent twice it would not wait for running answers.
    if (signal === 'SIGINT' && process.stdin.isTTY) return
    server.kill(signal)
  })
}
