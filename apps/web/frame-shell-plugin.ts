import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { Plugin } from 'vite'
import { FrameShell } from './src/features/frame/frame-shell.tsx'

const mount = '<div id="root"></div>'

/** Puts the empty frame into the built document, to be painted while the scripts are still on their way. */
export const frameShellPlugin = (): Plugin => ({
  name: 'frame-shell',
  apply: 'build',
  transformIndexHtml(html) {
    if (!html.includes(mount)) throw new Error(`index.html has no ${mount}.`)
    return html.replace(mount, `<div id="root">${renderToStaticMarkup(createElement(FrameShell))}</div>`)
  },
})
