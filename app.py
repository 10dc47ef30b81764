"""The Streamlit script and the server's app in one file: `streamlit run app.py` reads it as both.

Streamlit finds `app` by reading this file's syntax, and runs the same file for every page view as `__main__`.
"""

if __name__ == "__main__":
    from curtain.ui.main import main

    main()
else:
    import streamlit as st

    from curtain import serve

    app = st.App(
        serve.quiet_path(__file__),
        lifespan=serve.lifespan,
        routes=serve.routes(),
        middleware=serve.middleware(),
        on_script_error=serve.on_script_error,
    )
