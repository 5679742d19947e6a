"""画面: one module a screen; a handler loads, calls and renders."""
