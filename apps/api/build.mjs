// Bundles the server: one start file, and chunks for what is loaded only when it is needed.
import { cp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build as bundle } from 'rolldown'

const here = import.meta.dirname

/** One character beyond Latin-1 would have V8 keep the whole source with two bytes for each. No raw template has any. */
const ascii = {
  name: 'ascii',
  generateBundle(_, files) {
    for (const file of Object.values(files))
      if (file.type === 'chunk') file.code = file.code.replace(beyondAscii, escaped)
  },
}
const beyondAscii = /[^\0-\x7f]/g
const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Swagger UI serves files out of its own package: they are copied, and looked for beside the bundle. */
const swaggerUi = dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui'))
const swaggerUiFiles = {
  name: 'swagger-ui-files',
  transform: {
    filter: { id: /@fastify[\\/]swagger-ui[\\/](?:index|lib[\\/]routes)\.js$/ },
    handler(code, id) {
      const placed = code.replace(/path\.join\(__dirname, (?:'\.\.', 'static'|'\.\/static(?=\/))/, beside)
      if (placed === code) throw new Error(`${id} no longer names its folder of files as expected.`)
      return placed
    },
  },
}
const beside = (found) => `path.join(__dirname, 'swagger-ui${found.endsWith("'") ? "'" : ''}`

/**
 * Writes a file for each program (`main.js`, unless others are named with their sources), that of its thread and their
 * chunks to a folder that it empties: nothing of `node_modules` is needed to run it.
 */
export async function build({ dir = join(here, 'dist'), programs = { main: join(here, 'src', 'main.ts') } } = {}) {
  await rm(dir, { recursive: true, force: true })
  await bundle({
    input: {
      ...programs,
      // A thread starts from a file of its own, which the code that starts it expects beside itself.
      'sqlite-worker': join(here, '../../packages/core/src/storage/sqlite/sqlite-worker.ts'),
    },
    platform: 'node',
    logLevel: 'warn',
    plugins: [swaggerUiFiles, ascii],
    // A module of the older kind asks for its folder by this name, which those of the newer kind do not have.
    transform: { define: { __dirname: 'import.meta.dirname' } },
    output: {
      dir,
      format: 'esm',
      // Names stay as they are: a stack in the log is to be read without a map.
      minify: { compress: true, mangle: false, codegen: true },
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
    },
  })
  await cp(join(swaggerUi, 'static'), join(dir, 'swagger-ui'), { recursive: true, dereference: true })
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) await build()
