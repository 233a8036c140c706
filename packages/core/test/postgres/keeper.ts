// Runs a PostgreSQL server with an empty folder. It ends with its standard input: so no server outlives a test run,
// whatever ended that. It says its port first, and then answers each line, `stop` with a mode,
// `start` or `move`, by the same.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { findBinaries, programIn } from './binaries.ts'
import { password } from './password.ts'

/** PostgreSQL refuses to run as root, so there it runs as nobody. */
const nobody = { uid: 65_534, gid: 65_534 }
const user = process.getuid?.() === 0 ? nobody : {}

const found = findBinaries()

/** Root's folder of temporary files may be root's alone. */
const home = [tmpdir(), '/tmp', '/var/tmp'].find((folder) => user !== nobody || isOpenToAll(folder)) ?? tmpdir()
const folder = mkdtempSync(join(home, 'dashboard-postgres-'))
const data = join(folder, 'data')
const log = join(folder, 'log')

const bin = found.copied === null ? found.folder : join(folder, 'native', 'bin')

try {
  chmodSync(folder, 0o755)
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(log, '')
  for (const path of [data, log]) if (user === nobody) chownSync(path, nobody.uid, nobody.gid)
  if (found.copied !== null) copy(found.copied, join(folder, 'native'))
  initialise()
  let port = await startSomewhere()
  console.log(port)

  for await (const line of createInterface({ input: process.stdin })) {
    const [command, mode = 'fast'] = line.split(' ')
    if (command === 'stop') stop(mode)
    else if (command === 'start') start(port)
    else {
      stop('fast')
      port = await startSomewhere()
    }
    console.log(port)
  }
} finally {
  if (existsSync(join(data, 'postmaster.pid'))) stop('immediate')
  rmSync(folder, { recursive: true, force: true })
}

function isOpenToAll(path: string): boolean {
  const isOpen = (statSync(path).mode & 0o001) !== 0
  return isOpen && (path === dirname(path) || isOpenToAll(dirname(path)))
}

function copy(native: string, to: string) {
  cpSync(native, to, { recursive: true })
  const list = join(to, 'pg-symlinks.json')
  const links: { source: string; target: string }[] = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []
  // They are told from the folder above.
  for (const { source, target } of links) symlinkSync(join(to, '..', source), join(to, '..', target))
}

function initialise() {
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, `${password}\n`)
  run('initdb', [
    `--pgdata=${data}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Text sorts as in a language, as it does on most servers.
    '--locale=C',
    '--locale-provider=icu',
    '--icu-locale=en-US',
    '--no-sync',
  ])
}

/** Another program may take a free port before PostgreSQL does. */
async function startSomewhere(): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    try {
      start(port)
      return port
    } catch (error) {
      if (attempt === 3) throw error
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

function start(port: number) {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // No test cuts the power: what a killed server has written stays written.
    fsync: 'off',
    full_page_writes: 'off',
  }
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`)
  run('pg_ctl', ['start', '-w', '-D', data, '-l', log, '-o', `-p ${port} ${options.join(' ')}`])
}

function stop(mode: string) {
  run('pg_ctl', ['stop', '-w', '-D', data, '-m', mode])
}

function run(name: string, args: readonly string[]) {
  const ofOthers = Object.keys(process.env).filter((variable) => variable.startsWith('PG'))
  const env = { ...process.env, ...Object.fromEntries(ofOthers.map((variable) => [variable, undefined])), LC_ALL: 'C' }
  // A pipe would be kept open by the server that `pg_ctl` leaves behind.
  const stdio = name === 'pg_ctl' ? 'ignore' : 'pipe'
  const { status, error, stderr } = spawnSync(programIn(bin, name), args, { ...user, cwd: folder, env, stdio })
  if (status !== 0) throw new Error(`${name} failed: ${error ?? stderr ?? ''}\n${readFileSync(log, 'utf8')}`)
}
