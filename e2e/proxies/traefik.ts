import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { freePort } from '../free-port.ts'
import { makeCertificate } from './certificate.ts'
import { adapted, documentedBlocks } from './documented-block.ts'
import { type Gate, type GateOptions, proxyUser, startServer } from './gate.ts'

/** Traefik with the blocks of DEPLOYMENT.md, as a process of its own. `program` is where it is. */
export async function startTraefik(program: string, { dashboard, strips, folder }: GateOptions): Promise<Gate> {
  const port = await freePort()
  const { certFile, keyFile } = await makeCertificate(folder)
  const hash = createHash('sha1').update(proxyUser.password).digest('base64')
  const [routing = '', entry = ''] = documentedBlocks('yaml')
  const routes = adapted(routing, [
    ['Host(`box.example.com`)', 'Host(`127.0.0.1`)'],
    // A certificate of the test: there is nobody to get one from.
    ['      tls:\n        certResolver: letsencrypt\n', '      tls: {}\n'],
    ['ann:$2y$05$PASSWORD_HASH', `${proxyUser.username}:{SHA}${hash}`],
    ['http://127.0.0.1:5000', dashboard],
    ...(strips
      ? ([
          ['[dashboard-users]', '[dashboard-users, strip]'],
          [
            '  middlewares:\n    d',
            '  middlewares:\n    strip:\n      stripPrefix:\n        prefixes: ["/dash"]\n    d',
          ],
        ] as const)
      : []),
  ])
  const dynamic = join(folder, 'dynamic.yaml')
  writeFileSync(dynamic, `${routes}tls:\n  certificates:\n    - certFile: ${certFile}\n      keyFile: ${keyFile}\n`)
  const file = join(folder, 'traefik.yaml')
  const quiet = 'global:\n  checkNewVersion: false\n  sendAnonymousUsage: false\n'
  const entries = adapted(entry, [['":443"', `"127.0.0.1:${port}"`]])
  writeFileSync(file, `${quiet}providers:\n  file:\n    filename: ${dynamic}\n${entries}`)
  const running = await startServer(program, [`--configFile=${file}`], port, { HOME: folder })
  // It opens its port before it has read the routes and the certificate.
  while ((await statusOf(`https://127.0.0.1:${port}/dash/`)) !== 401) await setTimeout(50)
  return { url: `https://127.0.0.1:${port}/dash`, ...running }
}

/** Null where nothing answered. */
const statusOf = (url: string): Promise<number | null> =>
  new Promise((resolve) => {
    get(url, { rejectUnauthorized: false, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode ?? null)
    }).on('error', () => resolve(null))
  })
