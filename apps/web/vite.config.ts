import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { contractDataPlugin } from './contract-data-plugin.ts'
import { frameShellPlugin } from './frame-shell-plugin.ts'
import { precompressPlugin } from './precompress-plugin.ts'
import { serviceWorkerPlugin } from './service-worker-plugin.ts'

export default defineConfig({
  // The path of the dashboard on its host is known when it is served, not when it is built: see `page-document.ts` of the API.
  base: './',
  plugins: [
    contractDataPlugin(),
    frameShellPlugin(),
    react(),
    tailwindcss(),
    precompressPlugin(),
    serviceWorkerPlugin(),
  ],
  build: {
    target: 'baseline-widely-available',
    // A strict Content-Security-Policy allows no data: in scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Every page has some of these, and they are small: a file for each would be a request for each, and longer than what is in it.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'queries', test: /[\\/]src[\\/]lib[\\/](?:api|queries)[\\/]/ },
            {
              name: 'basics',
              test: /[\\/]clsx[\\/]|[\\/]src[\\/](?:lib[\\/](?:format|notifier|describe-error|load-part|address-search)|ui[\\/](?:button|button-style|panel|badge|thin-bar))\.tsx?$/,
            },
            { name: 'icons', test: /[\\/]lucide-react[\\/]dist[\\/]esm[\\/]icons[\\/]/, minShareCount: 4 },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': 'http://127.0.0.1:5000', '/health': 'http://127.0.0.1:5000' },
  },
})
