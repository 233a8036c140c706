import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../free-port.ts'
import { makeCertificate } from './certificate.ts'
import { adapted, documentedBlock } from './documented-block.ts'
import { type Gate, type GateOptions, proxyUser, startServer } from './gate.ts'

/** Caddy with the block of DEPLOYMENT.md, as a process of its own. `program` is where it is. */
export async function startCaddy(program: string, { dashboard, strips, folder }: GateOptions): Promise<Gate> {
  const port = await freePort()
  const { certFile, keyFile } = await makeCertificate(folder)
  const hashed = spawnSync(program, ['hash-password', '--plaintext', proxyUser.password], { encoding: 'utf8' })
  const site = adapted(documentedBlock('caddy'), [
    // A certificate of the test: there is nobody to get one from.
    ['box.example.com {', `https://127.0.0.1:${port} {\n  bind 127.0.0.1\n  tls ${certFile} ${keyFile}`],
    ['$2a$14$PASSWORD_HASH', hashed.stdout.trim()],
    ['reverse_proxy 127.0.0.1:5000', `reverse_proxy ${new URL(dashboard).host}`],
    ['handle /dash/*', strips ? 'handle_path /dash/*' : 'handle /dash/*'],
  ])
  const file = join(folder, 'Caddyfile')
  writeFileSync(file, `{\n  admin off\n  auto_https disable_redirects\n}\n${site}`)
  const env = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
  const running = await startServer(program, ['run', '--config', file, '--adapter', 'caddyfile'], port, env)
  return { url: `https://127.0.0.1:${port}/dash`, ...running }
}
