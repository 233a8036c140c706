import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { copyText } from '../lib/copy-text.ts'
import { Button } from './button.tsx'
import { IconButton } from './icon-button.tsx'

const shownForMs = 1500

function useCopy(text: string) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), shownForMs)
    return () => clearTimeout(timer)
  }, [state])
  const copy = async () => {
    setState((await copyText(text)) ? 'copied' : 'failed')
  }
  return { state, copy }
}

const said = { copied: 'Copied', failed: 'Blocked by browser' } as const

export interface CopyIconButtonProps {
  readonly text: string
  readonly label: string
  readonly size?: 'control' | 'small'
  readonly className?: string
}

export function CopyIconButton({ text, label, size = 'control', className }: CopyIconButtonProps) {
  const { state, copy } = useCopy(text)
  return (
    <IconButton
      icon={state === 'copied' ? Check : Copy}
      label={state === 'idle' ? label : said[state]}
      size={size}
      onClick={copy}
      {...(className !== undefined && { className })}
    />
  )
}

export function CopyButton({ text, children }: { readonly text: string; readonly children: string }) {
  const { state, copy } = useCopy(text)
  return (
    <Button icon={state === 'copied' ? Check : Copy} look="quiet" size="small" onClick={copy}>
      {state === 'idle' ? children : said[state]}
    </Button>
  )
}
