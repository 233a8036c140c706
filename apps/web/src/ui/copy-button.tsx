import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { copyText } from '../lib/copy-text.ts'
import { Button, type ButtonProps } from './button.tsx'
import { IconButton } from './icon-button.tsx'

const shownForMs = 1500

function useCopy(text: string, onCopied?: () => void) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), shownForMs)
    return () => clearTimeout(timer)
  }, [state])
  const copy = async () => {
    const isCopied = await copyText(text)
    setState(isCopied ? 'copied' : 'failed')
    if (isCopied) onCopied?.()
  }
  return { state, copy }
}

const said = { copied: 'Copied', failed: 'Blocked by browser' } as const

export interface CopyIconButtonProps {
  readonly text: string
  readonly label: string
  readonly size?: 'control' | 'small'
  readonly className?: string
  readonly onCopied?: (() => void) | undefined
}

export function CopyIconButton({ text, label, size = 'control', className, onCopied }: CopyIconButtonProps) {
  const { state, copy } = useCopy(text, onCopied)
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

export interface CopyButtonProps extends Pick<ButtonProps, 'look' | 'size'> {
  readonly text: string
  readonly children: string
  readonly onCopied?: () => void
}

export function CopyButton({ text, look = 'quiet', size = 'small', children, onCopied }: CopyButtonProps) {
  const { state, copy } = useCopy(text, onCopied)
  return (
    <Button icon={state === 'copied' ? Check : Copy} look={look} size={size} onClick={copy}>
      {state === 'idle' ? children : said[state]}
    </Button>
  )
}
