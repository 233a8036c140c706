import hljs from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import c from 'highlight.js/lib/languages/c'
import cpp from 'highlight.js/lib/languages/cpp'
import csharp from 'highlight.js/lib/languages/csharp'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import dockerfile from 'highlight.js/lib/languages/dockerfile'
import go from 'highlight.js/lib/languages/go'
import ini from 'highlight.js/lib/languages/ini'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import kotlin from 'highlight.js/lib/languages/kotlin'
import markdown from 'highlight.js/lib/languages/markdown'
import php from 'highlight.js/lib/languages/php'
import powershell from 'highlight.js/lib/languages/powershell'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import rust from 'highlight.js/lib/languages/rust'
import shell from 'highlight.js/lib/languages/shell'
import sql from 'highlight.js/lib/languages/sql'
import swift from 'highlight.js/lib/languages/swift'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import { partsOf } from './code-parts.ts'
import type { CodeKind, CodeRun } from './code-run.ts'

/**
 * highlight.js, because these languages together take 39 kB gzipped, where the engine of shiki alone takes 55, and because
 * it names what it finds instead of styling it, which the content security policy would refuse.
 */
const languages = {
  bash,
  c,
  console: shell,
  cpp,
  csharp,
  css,
  diff,
  dockerfile,
  go,
  ini,
  java,
  javascript,
  json,
  kotlin,
  markdown,
  php,
  powershell,
  python,
  ruby,
  rust,
  sql,
  swift,
  typescript,
  xml,
  yaml,
}
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language)
hljs.registerAliases('jsonl', { languageName: 'json' })
// What models call shell are commands, seldom with their prompt and output.
hljs.registerAliases('shell', { languageName: 'bash' })

/** What is not here looks like what is around it. */
const kinds: Readonly<Record<string, CodeKind>> = {
  keyword: 'keyword',
  literal: 'keyword',
  name: 'keyword',
  section: 'keyword',
  'selector-tag': 'keyword',
  deletion: 'keyword',
  string: 'string',
  regexp: 'string',
  addition: 'string',
  link: 'string',
  number: 'number',
  symbol: 'number',
  variable: 'number',
  'template-variable': 'number',
  bullet: 'number',
  title: 'function',
  built_in: 'function',
  attr: 'function',
  attribute: 'function',
  'selector-class': 'function',
  'selector-id': 'function',
  comment: 'comment',
  quote: 'comment',
  meta: 'comment',
  // Code within a string is code again.
  subst: 'plain',
}

const escaped: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
}

/** The runs of each part of the code; null for a language that is not known. */
export function highlight(code: string, language: string): readonly (readonly CodeRun[])[] | null {
  if (!hljs.getLanguage(language)) return null
  return inParts(runsOf(hljs.highlight(code, { language, ignoreIllegals: true }).value), partsOf(code))
}

/** A scope may say more in words of its own: `title function_`. Names of classes are as plain as other names. */
function kindOf(scope: string): CodeKind | undefined {
  const [first = '', more] = scope.split(' ')
  return more === 'class_' ? 'plain' : kinds[first]
}

/** highlight.js answers in HTML of one shape: spans with a class, and text in which five characters are escaped. */
function runsOf(html: string): CodeRun[] {
  const runs: CodeRun[] = []
  const open: CodeKind[] = []
  for (const [piece, scope] of html.matchAll(/<span class="(?:hljs-)?([^"]+)">|<\/span>|[^<]+/g)) {
    if (scope !== undefined) open.push(kindOf(scope) ?? open.at(-1) ?? 'plain')
    else if (piece === '</span>') open.pop()
    else
      runs.push([
        open.at(-1) ?? 'plain',
        piece.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => escaped[entity] ?? ''),
      ])
  }
  return runs
}

function inParts(runs: readonly CodeRun[], parts: readonly string[]): CodeRun[][] {
  const left = runs.values()
  let [kind, rest]: CodeRun = ['plain', '']
  return parts.map((part) => {
    const inPart: CodeRun[] = []
    for (let missing = part.length; missing > 0; ) {
      if (rest === '') [kind, rest] = left.next().value ?? ['plain', part.slice(-missing)]
      inPart.push([kind, rest.slice(0, missing)])
      const taken = Math.min(missing, rest.length)
      missing -= taken
      rest = rest.slice(taken)
    }
    return inPart
  })
}
