"""What Curtain is measured beside: a small chat server as researchers run them, and a Streamlit script of one line."""
