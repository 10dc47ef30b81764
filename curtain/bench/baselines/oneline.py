"""A Streamlit script of one line: what a rerun costs when there is nothing to draw."""

import streamlit as st

st.write("Hello")
