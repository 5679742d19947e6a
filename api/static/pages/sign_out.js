// サインアウト: nothing that somebody typed is thrown away without a word, and nothing stays for whoever comes next.
//
// What is typed at the desk and not saved yet lies in this browser under the account's name (web/src/saving/pending.js,
// salvage.js). Whoever is only signed out for having been away finds it again; who signs out takes it away.
const [NAME, STORE, SALVAGE] = ["minutes-desk", "updates", "minutes-desk-salvage-"];
const [PATIENCE_MS, LOOK_MS] = [1_500, 250];
const others = new BroadcastChannel("minutes-sign-out");
others.onmessage = () => location.replace("/sign-in");

for (const form of document.querySelectorAll('form[action*="/sign-out"]'))
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(form, form.dataset.account);
  });

async function leave(form, account) {
  if ((await isUnsaved(account)) && !(await agreed())) return;
  others.postMessage("");
  await forget(account).catch(() => {});
  form.submit();
}

/** What is being saved at this moment is soon. */
async function isUnsaved(account) {
  if (salvaged(account).length) return true;
  for (const until = performance.now() + PATIENCE_MS; ; ) {
    const count = await within(account, "readonly", (store, range) => store.index("whose").count(range)).catch(() => 0);
    if (!count || performance.now() > until) return Boolean(count);
    await new Promise((done) => setTimeout(done, LOOK_MS));
  }
}

function agreed() {
  const dialog = document.getElementById("leaving");
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => (dialog.onclose = () => done(dialog.returnValue === "leave")));
}

async function forget(account) {
  for (const key of salvaged(account)) localStorage.removeItem(key);
  sessionStorage.clear();
  await within(account, "readwrite", (store, range) => {
    store.index("whose").openKeyCursor(range).onsuccess = ({ target: { result } }) => {
      if (!result) return;
      store.delete(result.primaryKey);
      result.continue();
    };
  });
}

function salvaged(account) {
  return Object.keys(localStorage).filter((key) => key.startsWith(`${SALVAGE}${account}-`));
}

/** Where nobody has been at the desk there is nothing, and nothing is made. */
function within(account, mode, step) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open(NAME);
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(STORE, mode);
      const request = step(transaction.objectStore(STORE), IDBKeyRange.bound(`${account}/`, `${account}/\uffff`));
      transaction.oncomplete = () => {
        opening.result.close();
        done(request?.result);
      };
      transaction.onabort = () => failed(transaction.error);
    };
  });
}
