// The page: which view is shown, of which model, and what is dropped on it.

import { json, listeners, setToken } from './api.js';
import { ruleOf } from './decide.js';
import { byId, element } from './dom.js';
import { ImageView } from './image-view.js';
import { clearProblem, setUpMessages, showProblem } from './messages.js';
import { SceneView } from './scene-view.js';

const MODEL = 'patchdrop-model';

const imageView = new ImageView();
const sceneView = new SceneView();
let models = [];

async function start() {
  try {
    models = (await json('/models')).models.map((model) => ({ ...model, decision: ruleOf(model.decision) }));
    byId('model').replaceChildren(...models.map(({ name }) => element('option', { value: name }, name)));
    byId('model').value = models.some(({ name }) => name === sessionStorage.getItem(MODEL))
      ? sessionStorage.getItem(MODEL) : models[0].name;
    byId('model-choice').hidden = false;
    byId('token-view').hidden = true;
    await show();
  } catch (failure) {
    showProblem(failure, start);
  }
}

/** Shows the view that the address names. */
async function show() {
  const scene = location.hash.startsWith('#scene');
  const model = models.find(({ name }) => name === byId('model').value);
  if (model === undefined || !byId('token-view').hidden) {
    return;
  }
  byId('image-view').hidden = scene;
  byId('scene-view').hidden = !scene;
  current(byId('to-image'), !scene);
  current(byId('to-scene'), scene);
  document.title = (scene ? 'Scene' : 'Image') + ' · patchdrop';
  try {
    await (scene ? sceneView.show(model, models) : imageView.show(model));
  } catch (failure) {
    showProblem(failure, show);
  }
}

function current(link, is) {
  if (is) {
    link.setAttribute('aria-current', 'page');
  } else {
    link.removeAttribute('aria-current');
  }
}

function askForToken(refused) {
  if (!byId('token-view').hidden) {
    if (refused) {
      byId('token-refused').hidden = false;
    }
    return;
  }
  byId('image-view').hidden = true;
  byId('scene-view').hidden = true;
  byId('token-view').hidden = false;
  byId('token-refused').hidden = !refused;
  byId('token').focus();
}

function setUpDropping() {
  const veil = byId('drop-veil');
  const carriesFile = (event) => event.dataTransfer?.types.includes('Files') && !byId('image-view').hidden;
  document.addEventListener('dragover', (event) => {
    if (carriesFile(event)) {
      event.preventDefault();
      veil.hidden = false;
    }
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) {
      veil.hidden = true;
    }
  });
  document.addEventListener('drop', (event) => {
    veil.hidden = true;
    if (carriesFile(event)) {
      event.preventDefault();
      openFirst(event.dataTransfer.files);
    }
  });
  document.addEventListener('paste', (event) => {
    if (event.clipboardData?.files.length > 0 && !byId('image-view').hidden) {
      openFirst(event.clipboardData.files);
    }
  });
}

function openFirst(files) {
  if (files.length > 0) {
    imageView.open(files[0], null);
  }
}

setUpMessages();
setUpDropping();
listeners.unauthorized = askForToken;
byId('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  setToken(byId('token').value.trim());
  byId('token').value = '';
  clearProblem();
  start();
});
byId('model').addEventListener('change', () => {
  sessionStorage.setItem(MODEL, byId('model').value);
  show();
});
window.addEventListener('hashchange', () => {
  clearProblem();
  show();
});
start();
