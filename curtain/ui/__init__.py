"""The screens: thin Streamlit pages that read, call the core, and draw."""
