// `npm start`: installs, builds and runs the dashboard. Needs only Node 20 and npm.
import { build } from './build.mjs'
import { install } from './install.mjs'
import { launch } from './package/launch.mjs'
import { nodeEnv, nodeFlags } from './package/node-flags.mjs'
import { pinnedNode, root } from './run.mjs'

await install()
await build()

launch(pinnedNode(), [...nodeFlags, 'apps/api/dist/main.js'], { cwd: root, env: { ...nodeEnv, ...process.env } })
