import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contract, pathRoots } from '@ollama-dashboard/contracts'
import { build, type Plugin } from 'vite'

/** Beside the document and its assets: what else the page itself asks for. */
const besideDocument = ['theme.js', 'favicon.svg']
const offlineFiles = 'virtual:offline-files'

/** Builds the service worker of the page when that is built, with the list of its files. */
export const serviceWorkerPlugin = (): Plugin => {
  let root = ''
  let outDir = ''
  let assetsDir = ''
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      root = config.root
      ;({ outDir, assetsDir } = config.build)
    },
    async closeBundle() {
      const module = await offlineFilesModule(join(root, outDir), assetsDir)
      await build({
        root,
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        plugins: [
          {
            name: 'offline-files',
            resolveId: (source) => (source === offlineFiles ? `\0${source}` : null),
            load: (source) => (source === `\0${offlineFiles}` ? module : null),
          },
        ],
        build: {
          outDir,
          emptyOutDir: false,
          target: 'baseline-widely-available',
          modulePreload: false,
          rolldownOptions: {
            input: join(root, 'src', 'service-worker.ts'),
            // Browsers look for its next version where this one was.
            output: { entryFileNames: 'service-worker.js' },
          },
        },
      })
    },
  }
}

async function offlineFilesModule(folder: string, assetsDir: string): Promise<string> {
  const assets = (await readdir(join(folder, assetsDir))).filter((name) => !/\.(?:br|gz)$/.test(name)).sort()
  const revisionOf = async (name: string) => hash('sha1', await readFile(join(folder, name)), 'base64url')
  const files = [
    { url: './', revision: await revisionOf('index.html') },
    ...(await Promise.all(
      besideDocument.map(async (name) => ({ url: `./${name}`, revision: await revisionOf(name) })),
    )),
    // Their names hold the hash of their content.
    ...assets.map((name) => ({ url: `./${assetsDir}/${name}`, revision: null })),
  ]
  const machineRoots = [...pathRoots(contract), assetsDir, 'metrics', ...besideDocument]
  return `export const files = ${JSON.stringify(files)}; export const machineRoots = ${JSON.stringify(machineRoots)}`
}
