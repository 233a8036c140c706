import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../../../core/test/free-port.ts'
import { startProgram } from './program.ts'

export interface Nginx extends AsyncDisposable {
  readonly url: string
  /** Asks these from now on. What is under way goes on where it is. */
  pointTo(ports: readonly number[]): void
}

const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']

/** An nginx that asks each of the replicas in turn, whoever the caller is. One that does not answer is left out for 2 s. */
export async function startNginx(ports: readonly number[]): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'ollama-dashboard-nginx-'))
  mkdirSync(join(folder, 'logs'))
  const port = await freePort()
  const temporary = folders.map((name) => `${name}_temp_path ${join(folder, name)};`).join(' ')
  const file = join(folder, 'nginx.conf')
  const listServers = (all: readonly number[]) =>
    all.map((one) => `server 127.0.0.1:${one} max_fails=1 fail_timeout=2s;`).join(' ')
  const configuration = (all: readonly number[]) => `${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off; pid ${join(folder, 'nginx.pid')}; error_log stderr error;
events { worker_connections 4096; }
http {
  access_log off; ${temporary}
  upstream replicas { ${listServers(all)} }
  server {
    listen 127.0.0.1:${port};
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_buffering off;
    # One that is shutting down says so: a read goes on to the next.
    proxy_next_upstream error timeout http_503;
    proxy_connect_timeout 2s;
    proxy_read_timeout 1h;
    location / { proxy_pass http://replicas; }
    location /assets/ {
      proxy_pass http://replicas;
      # While some are of another version, each has the parts of its own page only.
      proxy_next_upstream error timeout http_503 http_404;
    }
  }
}
`
  writeFileSync(file, configuration(ports))
  const running = await startProgram('nginx', ['-p', folder, '-c', file, '-e', 'stderr'], port)
  return {
    url: `http://127.0.0.1:${port}`,
    pointTo(next) {
      writeFileSync(file, configuration(next))
      running.signal('SIGHUP')
    },
    async [Symbol.asyncDispose]() {
      // Killed, it would leave its workers behind.
      await running.end('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
