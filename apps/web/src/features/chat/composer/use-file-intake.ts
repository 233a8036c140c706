import type { AvailableModel } from '@ollama-dashboard/contracts'
import { useState } from 'react'
import { draftImagesOf, setDraftImages } from './draft-images.ts'
import { draftMessage, setDraftMessage } from './draft-message.ts'
import { addImages, isImage, readImages } from './images.ts'
import { addTexts, readTexts } from './text-files.ts'

export interface FileIntake {
  /** That the model does not see, in words; null where it does, or nobody knows. */
  readonly blind: string | null
  /** Why files were not taken; null where they were. */
  readonly problem: string | null
  readonly take: (files: readonly File[]) => void
  readonly forgive: () => void
}

/** Takes files into a draft, however they come: chosen, pasted or dropped. */
export function useFileIntake(draft: string, model: AvailableModel | undefined): FileIntake {
  const [told, tell] = useState<{ readonly draft: string; readonly problem: string | null } | null>(null)
  const setProblem = (problem: string | null) => tell({ draft, problem })
  const blind = model?.has_vision === false ? `${model.name} does not support images.` : null
  const takeImages = async (files: readonly File[]) => {
    if (files.length === 0) return null
    if (blind !== null) return `${blind} Choose a model with vision.`
    const read = await readImages(files)
    const taken = addImages(draftImagesOf(draft), read)
    setDraftImages(draft, taken.images)
    return taken.problem
  }
  const takeTexts = async (files: readonly File[]) => {
    if (files.length === 0) return null
    const read = await readTexts(files)
    // It may have been written on meanwhile.
    const { problem, ...message } = addTexts(draftMessage(draft), read)
    setDraftMessage(draft, message)
    return problem
  }
  const take = async (files: readonly File[]) => {
    if (files.length === 0) return
    const { images = [], texts = [] } = Object.groupBy(files, (file) => (isImage(file) ? 'images' : 'texts'))
    const problems = [await takeImages(images), await takeTexts(texts)]
    setProblem(problems.filter((problem) => problem !== null).join(' ') || null)
  }
  const problem = told?.draft === draft ? told.problem : null
  return { blind, problem, take: (files) => void take(files), forgive: () => setProblem(null) }
}
