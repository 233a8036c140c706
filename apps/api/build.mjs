// Bundles the server: one start file, and chunks for what is loaded only when it is needed.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
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

/** Writes `dist/main.js`, the program of its thread and their chunks. */
export async function build() {
  const dir = join(here, 'dist')
  await rm(dir, { recursive: true, force: true })
  await bundle({
    input: {
      main: join(here, 'src', 'main.ts'),
      // A thread starts from a file of its own, which the code that starts it expects beside itself.
      'sqlite-worker': join(here, '../../packages/core/src/storage/sqlite/sqlite-worker.ts'),
    },
    platform: 'node',
    // It serves files out of its own package, which a bundle would not hold.
    external: ['@fastify/swagger-ui'],
    logLevel: 'warn',
    plugins: [ascii],
    output: {
      dir,
      format: 'esm',
      // Names stay as they are: a stack in the log is to be read without a map.
      minify: { compress: true, mangle: false, codegen: true },
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
    },
  })
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) await build()
