// Why a command ended as it did, in the reader's language when the words are known, else as the board or the daemon said it.

import { t } from '../i18n.js';
import { key_of_detail } from '../reasons.js';

const kWorthSaying = new Set(['expired', 'refused']);

export function detail_text(answer) {
  if (!answer?.detail || !kWorthSaying.has(answer.state)) return '';
  const key = key_of_detail(answer.detail);
  return key ? t(key) : answer.detail;
}
