// Puts the page together and starts it.

import { start } from './daemon.js';
import { start as start_identity } from './identity.js';
import { set_language } from './i18n.js';
import * as header from './panels/header.js';
import * as summary from './panels/summary.js';
import * as cameras from './panels/cameras.js';
import * as gallery from './panels/gallery.js';
import * as boards from './panels/boards.js';
import * as events from './panels/events.js';
import * as who from './panels/who.js';

set_language(document.documentElement.lang, { keep: false });
for (const panel of [header, who, summary, cameras, gallery, boards, events]) panel.mount();
start();
start_identity();
