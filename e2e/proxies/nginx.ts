import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../free-port.ts'
import { makeCertificate } from './certificate.ts'
import { adapted, documentedBlock } from './documented-block.ts'
import { type Gate, type GateOptions, proxyUser, startServer } from './gate.ts'

/** nginx with the block of DEPLOYMENT.md, as a process of its own. `program` is where it is. */
export async function startNginx(program: string, { dashboard, strips, folder }: GateOptions): Promise<Gate> {
  const port = await freePort()
  const { certFile, keyFile } = await makeCertificate(folder)
  const users = join(folder, 'htpasswd')
  const hash = createHash('sha1').update(proxyUser.password).digest('base64')
  writeFileSync(users, `${proxyUser.username}:{SHA}${hash}\n`)
  const server = adapted(documentedBlock('nginx'), [
    ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
    ['/etc/letsencrypt/live/box.example.com/fullchain.pem', certFile],
    ['/etc/letsencrypt/live/box.example.com/privkey.pem', keyFile],
    ['/etc/nginx/dashboard.htpasswd', users],
    ['http://127.0.0.1:5000;', `${dashboard}${strips ? '/' : ''};`],
  ])
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  )
  mkdirSync(join(folder, 'logs'))
  const file = join(folder, 'nginx.conf')
  // As root it would serve as somebody else, who may not read what is in that folder.
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  const main = `${user} daemon off; pid ${join(folder, 'nginx.pid')}; error_log stderr; events {}\n`
  writeFileSync(file, `${main}http { access_log off; ${temporary.join(' ')}\n${server}}\n`)
  const running = await startServer(program, ['-p', folder, '-c', file, '-e', 'stderr'], port)
  return { url: `https://127.0.0.1:${port}/dash`, ...running }
}
