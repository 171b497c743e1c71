/** Whether a model reasons before it answers: then the API has other names for some options, and refuses some. */
export function isReasoningModel(model: string): boolean {
  return /^(o\d|gpt-([5-9]|\d\d)(?!.*chat))/.test(model);
}

/** Whether a model can be held to a JSON schema; the early ones can only be told to call a tool. */
export function canFollowSchema(model: string): boolean {
  return !/^gpt-(3|4$|4-)/.test(model);
}
